"""What an office adds to the law: tables of points, rows two people confirmed, which communes are urban."""
