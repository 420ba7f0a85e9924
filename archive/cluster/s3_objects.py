"""Objects in a bucket of S3, or of a store that speaks as S3 does.

Credentials, region and address are those of the environment (`AWS_ACCESS_KEY_ID`, …,
`AWS_ENDPOINT_URL`), or of ~/.aws. What decides between machines is one small PUT with If-None-Match
or If-Match: 412 and 409 both mean that another was first. Multipart uploads and copies carry no
condition everywhere, and are not used for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, BinaryIO

from aiohttp import ClientError as HttpError
from botocore.exceptions import BotoCoreError, ClientError
from s3fs import S3FileSystem

from archive.cluster.objects import Held, Objects, Overtaken, failing, until_answered
from archive.files.plain_file import reading
from archive.model.errors import StorageError

_TRIES = 8
_PIECE = 1 << 22
#: Bytes of a file that is sent in one request; a larger one is sent in parts.
_ONE_REQUEST = 1 << 26
_LOST = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_NOT_THERE = {"NoSuchKey", "NotFound", "404"}
_HINTS = {
    "AccessDenied": "you may not do this: see the rights on the bucket",
    "InvalidAccessKeyId": "these credentials are not known there: see AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "the secret key is wrong: see AWS_SECRET_ACCESS_KEY",
    "QuotaExceeded": "there is no room left in the bucket",
    "NoSuchBucket": "there is no such bucket; make it first",
}
#: What a further attempt would not change.
_FINAL = {*_HINTS, "ExpiredToken", "InvalidBucketName", "EntityTooLarge"}


class _Refused(StorageError):
    """What the place refused for good."""


class S3Objects(Objects):
    """Each key is one of the bucket, below a prefix."""

    def __init__(self, url: str, bucket: str, prefix: str) -> None:
        self.url = url
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._files = S3FileSystem(
            skip_instance_cache=True,
            use_listings_cache=False,
            config_kwargs={
                "connect_timeout": 10,
                "read_timeout": 60,
                "retries": {"mode": "standard", "max_attempts": 3},
            },
        )

    def read(self, key: str) -> Held | None:
        """Its version is its ETag."""
        answer = self._ask(key, "cannot be read", "get_object")
        if answer is None:
            return None
        data = self._body(key, answer)
        return Held(data, answer["ETag"], _age(answer))

    def put_if(self, key: str, data: bytes, version: str | None) -> str:
        """One PUT with a condition."""
        condition = {"IfNoneMatch": "*"} if version is None else {"IfMatch": version}
        answer = self._ask(key, "cannot be written", "put_object", Body=data, **condition)
        if answer is None:  # what was to be replaced is gone
            raise Overtaken(f"{self.url}/{key}: another machine took it away")
        etag: str = answer["ETag"]
        return etag

    def put(self, key: str, data: bytes) -> None:
        """One PUT."""
        self._ask(key, "cannot be written", "put_object", Body=data)

    def put_file(self, key: str, path: Path) -> None:
        """One PUT, or parts of a large file."""
        if path.stat().st_size <= _ONE_REQUEST:
            with reading(path) as file:
                self.put(key, file.read())
            return
        self._again(
            key, "cannot be written", lambda: self._files.put_file(str(path), self._path(key))
        )

    def copy_to(self, key: str, file: BinaryIO) -> bool:
        """Its bytes, in ranges."""
        begin = 0
        while True:
            piece = self._range(key, begin)
            if piece is None:
                return False
            file.write(piece)
            begin += len(piece)
            if len(piece) < _PIECE:
                return True

    def _range(self, key: str, begin: int) -> bytes | None:
        """A piece of an object from a place on; empty behind its end, None where it is not."""

        def asked() -> bytes | None:
            try:
                answer = self._files.call_s3(
                    "get_object", Bucket=self._bucket, Key=self._prefix + key,
                    Range=f"bytes={begin}-{begin + _PIECE - 1}",
                )  # fmt: skip
            except Exception as error:
                if _code(error) in {"InvalidRange", "416"}:
                    return b""
                raise
            return self._body(key, answer)

        piece: bytes | None = self._again(key, "cannot be read", asked)
        return piece

    def sizes(self, prefix: str) -> dict[str, int]:
        """The keys of the bucket that begin so."""
        found: dict[str, int] = {}
        more: dict[str, str] = {}
        while True:
            answer = self._again(
                prefix,
                "cannot be listed",
                lambda more=more: self._files.call_s3(  # type: ignore[misc]
                    "list_objects_v2", Bucket=self._bucket, Prefix=self._prefix + prefix, **more
                ),
            )
            for each in (answer or {}).get("Contents", ()):
                found[each["Key"].removeprefix(self._prefix)] = each["Size"]
            if not answer or not answer.get("IsTruncated"):
                return found
            more = {"ContinuationToken": answer["NextContinuationToken"]}

    def remove(self, keys: Iterable[str]) -> None:
        """One request for each."""
        for key in keys:
            self._ask(key, "cannot be removed", "delete_object")

    def _path(self, key: str) -> str:
        return f"{self._bucket}/{self._prefix}{key}"

    def _body(self, key: str, answer: Any) -> bytes:
        from fsspec.asyn import sync

        with self._told(key, "cannot be read"):
            data: bytes = sync(self._files.loop, answer["Body"].read)
            return data

    def _ask(self, key: str, action: str, method: str, **what: Any) -> Any:
        """The answer to a request for an object; None where it is not there."""
        return self._again(
            key,
            action,
            lambda: self._files.call_s3(
                method, Bucket=self._bucket, Key=self._prefix + key, **what
            ),
        )

    def _again(self, key: str, action: str, request: Callable[[], Any]) -> Any:
        """What a request gives; a place that fails is asked again, ever more slowly."""

        def attempt() -> Any:
            try:
                with self._told(key, action):
                    return request()
            except (Overtaken, _Refused, FileNotFoundError) as error:
                return error

        result = until_answered(
            attempt, tries=_TRIES, pause=lambda number: time.sleep(min(0.1 * 2**number, 5))
        )
        if isinstance(result, FileNotFoundError):
            return None
        if isinstance(result, Exception):
            raise result
        return result

    @contextmanager
    def _told(self, key: str, action: str) -> Iterator[None]:
        """Say in our own errors what went wrong; FileNotFoundError where the object is not."""
        where = f"{self.url}/{key}".rstrip("/")
        try:
            yield
        except StorageError:
            raise
        except (OSError, ClientError, BotoCoreError, HttpError) as error:
            code = _code(error)
            if code in _LOST:
                raise Overtaken(f"{where}: another machine wrote it first") from error
            if code in _NOT_THERE:
                raise FileNotFoundError(key) from error
            told = failing(where, action, error)
            if code in _HINTS:
                told = StorageError(f"{where}: {action}: {_HINTS[code]} ({code})")
            if code in _FINAL or type(error).__name__ == "NoCredentialsError":
                raise _Refused(str(told)) from error
            raise told from error


def _code(error: BaseException) -> str:
    """The code of S3 for what went wrong: s3fs says it in an OSError whose cause has it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ClientError):
            return str(seen.response.get("Error", {}).get("Code", ""))
        seen = seen.__cause__
    return ""


def _age(answer: Any) -> float:
    """How long ago an object was written, by the clock of who answers."""
    written: datetime = answer["LastModified"]
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    return max(0.0, (parsedate_to_datetime(headers["date"]) - written).total_seconds())
