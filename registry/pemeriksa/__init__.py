"""What is in an uploaded file, told by its bytes: run as a process of its own, `python -m registry.pemeriksa`.

Nothing here imports Django. A hostile file meets limits on memory, time and output (security.md S-25, S-28), and
what it can break is this process alone. The caller is services/berkas_aman.py.
"""
