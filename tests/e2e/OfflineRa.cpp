#include "OfflineRa.h"

#include <QDir>
#include <QFile>
#include <QMutexLocker>

#include <chrono>

namespace satchel::test {

namespace {

bool writeInPlace(const QString& path, const QByteArray& bytes)
{
    QFile file{path};
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
}

} // namespace

OfflineRa::OfflineRa(QString input)
    : OfflineRa{std::move(input), {}, [](const QByteArray&) { return QByteArray{}; }}
{
}

OfflineRa::OfflineRa(QString input, QString output, Answerer answerer)
    : m_input{std::move(input)}
    , m_output{std::move(output)}
    , m_answerer{std::move(answerer)}
    , m_thread{[this] {
        bool isLast = false;
        while (!isLast) {
            isLast = m_stops;
            poll();
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
    }}
{
}

OfflineRa::~OfflineRa()
{
    m_stops = true;
    m_thread.join();
}

QList<QByteArray> OfflineRa::taken() const
{
    const QMutexLocker lock{&m_mutex};
    return m_taken;
}

bool OfflineRa::writeRequest(
    const QString& folder, const QString& profile, const QDateTime& at, const QByteArray& bytes)
{
    return QDir{}.mkpath(folder)
        && writeInPlace(folder + QStringLiteral("/REQ_") + profile + dateText(at) + QStringLiteral(".der"), bytes);
}

QString OfflineRa::dateText(const QDateTime& at)
{
    return at.toUTC().toString(QStringLiteral("yyMMddHHmmss")) + QStringLiteral("+0000");
}

void OfflineRa::poll()
{
    for (const auto& name : QDir{m_input}.entryList(QDir::Files | QDir::Hidden, QDir::Name)) {
        QFile file{m_input + QLatin1Char('/') + name};
        if (!file.open(QIODevice::ReadOnly)) {
            continue; // gone meanwhile
        }
        const auto bytes = file.readAll();
        file.remove();
        {
            const QMutexLocker lock{&m_mutex};
            m_taken.append(bytes);
        }
        if (const auto answer = m_answerer(bytes); !answer.isEmpty()) {
            (void)writeInPlace(m_output + QStringLiteral("/REP_") + dateText(QDateTime::currentDateTimeUtc())
                    + QLatin1Char('_') + name,
                answer);
        }
    }
}

} // namespace satchel::test
