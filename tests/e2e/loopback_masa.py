"""A MASA on this machine's loopback: `satchel issue` behind HTTP (RFC 8995 sections 5.5 and 5.8), for TestMasaRecipe.

    loopback_masa.py SATCHEL ISSUER-FOLDER

It prints its port, and answers until it is killed. Each voucher that it gave is kept in the issuer's folder as
`given-<n>`, to be compared with what arrives.
"""

import http.server
import os
import subprocess
import sys
import tempfile

PROGRAM, ISSUER = sys.argv[1:]
VOUCHER_TYPES = {
    "application/voucher-cms+json": "vcj",
    "application/voucher-jws+json": "vjj",
    "application/voucher-cose+cbor": "vch",
}
AUDIT_LOG = b'{"version":"1","events":[],"truncation":{"nonced duplicates":"0","nonceless duplicates":"0","arbitrary":"0"}}'


def voucher_for(request, extension):
    """The voucher, or None if the issuer refuses."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/in")
        with open(f"{folder}/in/request.{extension}", "wb") as file:
            file.write(request)
        command = [PROGRAM, "issue", "--ca", ISSUER, "--in", f"{folder}/in", "--out", f"{folder}/out", "--again"]
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            return None
        answers = os.listdir(f"{folder}/out")
        with open(f"{folder}/out/{answers[0]}", "rb") as file:
            return file.read()


class Masa(http.server.BaseHTTPRequestHandler):
    given = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        media_type = self.headers["Content-Type"]
        extension = VOUCHER_TYPES.get(media_type)
        answer = None
        if extension and self.path == "/.well-known/brski/requestvoucher":
            answer = voucher_for(body, extension)
        elif extension and self.path == "/.well-known/brski/requestauditlog":
            answer, media_type = AUDIT_LOG, "application/json"
        if answer is None:
            self.send_error(403)
            return
        Masa.given += 1
        with open(f"{ISSUER}/given-{Masa.given}", "wb") as file:
            file.write(answer)
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


with http.server.HTTPServer(("127.0.0.1", 0), Masa) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
