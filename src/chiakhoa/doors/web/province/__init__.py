"""The province: rates across communes; counts where only counts are open."""
