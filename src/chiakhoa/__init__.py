"""Chìa Khóa: software with which villages, communes and provinces lead families out of poverty."""

__version__ = "0.1.0"
