"""Which browsers the tests drive. Debian's packages; nothing is downloaded."""

CHROMIUM = "/usr/bin/chromium"
"""What people have: for all that lives beside pages, such as workers, push, storage and installing."""

SHELL = "/usr/bin/chromium-headless-shell"
"""The same engine of the same release without a window's machinery: for hundreds of single pages, in two thirds of the
time."""

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
