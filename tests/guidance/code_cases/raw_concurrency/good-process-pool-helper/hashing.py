import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_lock = threading.Lock()


def checksum(path):
    with _lock:
        data = Path(path).read_bytes()
    return hashlib.sha256(data).hexdigest()


def checksum_all(paths):
    with ThreadPoolExecutor() as pool:
        return list(pool.map(checksum, paths))
