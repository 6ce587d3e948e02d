"""Signing in and out, one's own account, password and second factor; and the gate that keeps everything else shut."""
