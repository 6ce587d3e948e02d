"""The same law over millions of rows: conditions as Polars expressions, official tables as sums that add up."""
