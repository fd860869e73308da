#include "StandardInput.h"

#include <core/base/File.h>

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace satchel {

namespace {

constexpr int LookEveryMilliseconds = 50;

// Waits until something can be read, or it is the end.
Result<void> awaitInput(const std::stop_token& stop)
{
    while (true) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
        }
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (poll(&input, 1, LookEveryMilliseconds) > 0) {
            return {};
        }
    }
}

// 0 at the end.
Result<qsizetype> readSome(char* target, qsizetype size, const std::stop_token& stop)
{
    while (true) {
        SATCHEL_TRY(awaitInput(stop));
        const auto got = read(STDIN_FILENO, target, static_cast<std::size_t>(size));
        if (got >= 0) {
            return qsizetype{got};
        }
        if (errno != EINTR && errno != EAGAIN) {
            return fail(takeErrno(QStringLiteral("cannot read stdin"), QStringLiteral("-")));
        }
    }
}

tl::unexpected<Error> tooLarge(qsizetype limit)
{
    return fail(
        Error{ErrorCode::TooLarge, QStringLiteral("stdin holds more than %1 bytes").arg(limit), QStringLiteral("-")});
}

} // namespace

Result<QByteArray> StandardInput::readLine(qsizetype limit, const std::stop_token& stop)
{
    QByteArray line;
    line.reserve(limit); // a secret is not left behind in a smaller buffer
    while (true) {
        char byte = 0;
        const auto got = readSome(&byte, 1, stop);
        if (!got) {
            return fail(got.error());
        }
        if (*got == 0 || byte == '\n') {
            return line;
        }
        if (line.size() == limit) {
            return tooLarge(limit);
        }
        line += byte;
    }
}

Result<QByteArray> StandardInput::readAll(qsizetype limit, const std::stop_token& stop)
{
    QByteArray all;
    QByteArray chunk{64 * 1024, Qt::Uninitialized};
    while (true) {
        const auto got = readSome(chunk.data(), chunk.size(), stop);
        if (!got) {
            return fail(got.error());
        }
        if (*got == 0) {
            return all;
        }
        if (all.size() + *got > limit) {
            return tooLarge(limit);
        }
        all.append(chunk.constData(), *got);
    }
}

} // namespace satchel
