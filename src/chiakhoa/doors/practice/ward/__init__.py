"""The demo ward Sông Mẫu: its places, cast, families and seasons, as one ordered log of dated actions."""
