"""Supervision from outside and reports to those above: samples, findings, rates, targets. Not built yet."""
