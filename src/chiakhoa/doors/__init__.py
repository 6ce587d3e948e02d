"""The ways in and out: workbooks, papers, pages and commands. Doors ask (queries) and order (actions), nothing else."""
