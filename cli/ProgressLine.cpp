#include "ProgressLine.h"

#include "Amounts.h"

#include <core/base/Printable.h>

#include <QStringList>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace satchel {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds RedrawEvery{100};

int terminalWidth()
{
    winsize size{};
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

QString amount(qint64 count, const QString& unit)
{
    return unit == u"bytes" ? byteAmount(count) : QString::number(count);
}

QString timeLeft(qint64 seconds)
{
    if (seconds < 60) {
        return QStringLiteral("%1 s left").arg(seconds);
    }
    return QStringLiteral("%1 min left").arg((seconds + 59) / 60);
}

// A lost line of progress is no reason to stop anything.
void writeToTerminal(const QByteArray& bytes)
{
    [[maybe_unused]] const auto written = write(STDERR_FILENO, bytes.constData(), static_cast<size_t>(bytes.size()));
}

} // namespace

QString ProgressLine::describe(const Progress& progress, std::chrono::duration<double> elapsed)
{
    const bool isBytes = progress.unit == u"bytes";
    const auto unit = isBytes ? QString{} : u' ' + progress.unit;
    QStringList words{progress.stage};
    if (progress.total > 0) {
        words += QStringLiteral("%1 of %2%3")
                     .arg(amount(progress.done, progress.unit), amount(progress.total, progress.unit), unit);
        words += QStringLiteral("%1 %").arg(100 * std::min(progress.done, progress.total) / progress.total);
    } else if (progress.done > 0) {
        words += amount(progress.done, progress.unit) + unit;
    }
    // The first half second tells nothing about the rest.
    if (progress.done > 0 && elapsed.count() > 0.5) {
        const double rate = static_cast<double>(progress.done) / elapsed.count();
        words += amount(static_cast<qint64>(rate), progress.unit) + unit + QStringLiteral("/s");
        if (progress.total > progress.done) {
            words += timeLeft(static_cast<qint64>(static_cast<double>(progress.total - progress.done) / rate));
        }
    }
    return words.join(QStringLiteral("  "));
}

void ProgressLine::update(const Progress& progress)
{
    const auto now = steady_clock::now();
    if (progress.stage != m_stage) {
        m_stage = progress.stage;
        m_stageBegan = now;
    } else if (now - m_drawn < RedrawEvery) {
        return;
    }
    m_drawn = now;
    draw(printable(describe(progress, now - m_stageBegan)));
}

void ProgressLine::draw(const QString& text)
{
    m_visible = true;
    writeToTerminal("\r" + text.left(terminalWidth() - 1).toUtf8() + "\x1b[K");
}

void ProgressLine::clear()
{
    if (m_visible) {
        m_visible = false;
        writeToTerminal("\r\x1b[K");
    }
}

} // namespace satchel
