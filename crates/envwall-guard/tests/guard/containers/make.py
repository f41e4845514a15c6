"""Makes archives in the current folder as people's tools do. The script is on standard input."""

import gzip, io, sys, tarfile, zipfile

script = sys.stdin.buffer.read()
long = "long/" * 40 + "app.js"


class Pipe(io.RawIOBase):
    """Cannot seek, so that zipfile writes sizes behind the data."""

    def __init__(self, path):
        self.file = open(path, "wb")

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


for name, format in [("ustar", tarfile.USTAR_FORMAT), ("gnu", tarfile.GNU_FORMAT), ("pax", tarfile.PAX_FORMAT)]:
    with tarfile.open(f"{name}.tar", "w", format=format) as archive:
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        entry = tarfile.TarInfo(long if name != "ustar" else "app.js")
        entry.size = len(script)
        archive.addfile(entry, io.BytesIO(script))

with zipfile.ZipFile("plain.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.mkdir("folder")
    archive.writestr(long, script)
with zipfile.ZipFile(Pipe("streamed.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("app.js", script)
with zipfile.ZipFile("wide.zip", "w", zipfile.ZIP_STORED) as archive:
    with archive.open("app.js", "w", force_zip64=True) as member:
        member.write(script)
with gzip.GzipFile("named.js", "wb", fileobj=open("noname", "wb")) as file:
    file.write(script)
