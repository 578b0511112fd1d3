"""How gunicorn serves the application; every figure can be changed by an environment variable."""

import os

bind = os.environ.get("BIND") or "127.0.0.1:" + os.environ.get("PORT", "8000")
# Threads answer while another waits for the database; processes share the work of drawing PDF.
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() or 1) + 1)
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 4)
timeout = 120
graceful_timeout = 30
# A long PDF leaves a process large; a new one takes its place before that adds up.
max_requests = 2000
max_requests_jitter = 400
# The heartbeat file lives in memory: on a slow disk a busy worker would seem dead.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# A socket for remote control that nobody asked for, in the home folder.
control_socket_disable = True
# nginx writes the access log; gunicorn tells of starts, stops and errors.
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = "warning" if os.environ.get("IKU_DEMO") else "info"
