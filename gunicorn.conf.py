"""Gunicorn's settings in production: `gunicorn config.wsgi` from the root of the repository.

Three processes of two threads did best on two cores; both numbers may be set from the environment.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

wsgi_app = "config.wsgi:application"
bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "3"))
threads = int(os.environ.get("WEB_THREADS", "2"))
# The code is loaded once, then shared by the processes.
preload_app = True
timeout = 60
graceful_timeout = 30
# Processes are renewed now and then, never all at once, so that a slow leak never becomes an outage.
max_requests = 5000
max_requests_jitter = 500
# Heartbeats must not wait for a disk.
MEMORY = Path("/dev/shm")  # noqa: S108  # nosec B108
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None
# Nobody commands the server through a file: signals are enough.
control_socket_disable = True
accesslog = "-"
errorlog = "-"
