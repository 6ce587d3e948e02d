"""Engines that turn data into paper and pictures: PDF, QR codes, charts. They hold no words of ours."""
