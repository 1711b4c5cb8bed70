"""verify.py DIR KEY.pub — reads an evidence set as others do.

The statement is parsed by in-toto-attestation, its predicate too; the signature is verified by securesystemslib's DSSE,
and once more by cryptography over a pre-authentication encoding that is made here. Prints a line for each; exit 1 says
that the signature does not hold, and any other failure ends in a traceback.
"""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_public_key
from google.protobuf import json_format
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

directory, key_path = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
form = json.loads((directory / "envelope.json").read_bytes())
payload = base64.b64decode(form["payload"], validate=True)
assert payload == (directory / "statement.json").read_bytes(), "the payload is not the stored statement"

statement = Statement.copy_from_pb(json_format.Parse(payload, statement_pb2.Statement()))
statement.validate()
assert statement.pb.predicate_type == "https://in-toto.io/attestation/test-result/v0.1", statement.pb.predicate_type
assert len(statement.pb.subject[0].digest["gitCommit"]) == 40
# What assay adds is unknown to the predicate's own type, and in-toto says to pass over what is unknown.
predicate = json_format.ParseDict(
    json_format.MessageToDict(statement.pb.predicate), test_result_pb2.TestResult(), ignore_unknown_fields=True
)
print("statement:", predicate.result, " ".join(predicate.passed_tests))

signature = form["signatures"][0]
raw = base64.b64decode(signature["sig"], validate=True)
public = load_ssh_public_key(key_path.read_bytes())
message = b"DSSEv1 %d %b %d %b" % (len(form["payloadType"]), form["payloadType"].encode(), len(payload), payload)

if raw.startswith(b"SSHSIG"):
    # What an agent or ssh-keygen makes for other keys: OpenSSH verifies it.
    with tempfile.TemporaryDirectory() as place:
        kept, allowed = pathlib.Path(place, "sig"), pathlib.Path(place, "allowed")
        kept.write_text(
            "-----BEGIN SSH SIGNATURE-----\n" + signature["sig"] + "\n-----END SSH SIGNATURE-----\n"
        )
        allowed.write_text("collector " + key_path.read_text())
        command = ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "collector", "-n", "assay-evidence", "-s", kept]
        done = subprocess.run(command, input=message, capture_output=True, check=False)
    print("ssh-keygen:", "holds" if done.returncode == 0 else "does not hold")
    sys.exit(done.returncode != 0)

assert isinstance(public, Ed25519PublicKey)
held = True
try:
    public.verify(raw, message)
    print("cryptography: holds")
except InvalidSignature:
    held = False
    print("cryptography: does not hold")
value = {"public": public.public_bytes_raw().hex()}
key = SSlibKey(signature["keyid"], "ed25519", "ed25519", value)
try:
    Envelope.from_dict(json.loads(json.dumps(form))).verify([key], 1)
    print("securesystemslib: holds")
except VerificationError:
    held = False
    print("securesystemslib: does not hold")
sys.exit(not held)
