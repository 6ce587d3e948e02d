"""Second floor: who and where. Engines for paper, the trail, places, accounts, confirmed law, households, members."""
