#include "CommandContext.h"

#include "StandardInput.h"

#include <core/base/File.h>
#include <core/station/StationHome.h>

#include <QFile>
#include <QtGlobal>

#include <fcntl.h>

#include <chrono>

namespace satchel {

namespace {

constexpr qsizetype LongestPassphrase = 1024;
constexpr int PassphraseAttempts = 3;

Result<QByteArray> firstLineOf(const QString& path)
{
    // No readFile(): a passphrase may well come through a pipe, as in --passphrase-file <(command).
    const auto file = FileDescriptor::open(path, O_RDONLY);
    if (!file) {
        return fail(file.error());
    }
    auto content = file->readUpTo(LongestPassphrase + 1, path);
    if (!content) {
        return content;
    }
    const auto end = content->indexOf('\n');
    if (end < 0 && content->size() > LongestPassphrase) {
        return fail(Error{ErrorCode::TooLarge,
            QStringLiteral("the passphrase is longer than %1 bytes").arg(LongestPassphrase), path});
    }
    return end < 0 ? *content : content->left(end);
}

bool isWrongPassphrase(const Result<void>& result)
{
    return !result && result.error().code == ErrorCode::WrongPassphrase;
}

} // namespace

CommandContext::CommandContext(Console& console, std::stop_token stop)
    : m_console{console}
    , m_stop{std::move(stop)}
{
}

QString CommandContext::home() const
{
    return stationHome(argumentText(m_options.home));
}

Outcome CommandContext::runChosen()
{
    Q_ASSERT(m_chosen);
    if (auto read = readClock(); !read) {
        return fail(read.error());
    }
    return m_chosen();
}

Result<void> CommandContext::readClock()
{
    const auto fixed = qEnvironmentVariable("SATCHEL_FIXED_TIME");
    if (fixed.isEmpty()) {
        return {};
    }
    const auto instant = parseUtcText(fixed);
    if (!instant) {
        return satchel::fail(ErrorCode::Usage, QStringLiteral("SATCHEL_FIXED_TIME: %1").arg(instant.error().message));
    }
    m_clock = fixedClock(*instant);
    m_console.warning(QStringLiteral("it is taken to be %1, because SATCHEL_FIXED_TIME says so").arg(fixed));
    return {};
}

Result<void> CommandContext::readPassphrase()
{
    auto file = argumentText(m_options.passphraseFile);
    if (file.isEmpty()) {
        file = qEnvironmentVariable("SATCHEL_PASSPHRASE_FILE");
    }
    if (m_passphrase || file.isEmpty()) {
        return {};
    }
    auto line = file == u"-" ? StandardInput::readLine(LongestPassphrase, m_stop) : firstLineOf(file);
    if (!line) {
        return satchel::fail(std::move(line).error().withContext(QStringLiteral("passphrase")));
    }
    if (line->isEmpty()) {
        return satchel::fail(Error{ErrorCode::Usage, QStringLiteral("the passphrase's first line is empty"), file});
    }
    m_passphrase = Secret{*std::move(line)};
    return {};
}

Result<void> CommandContext::askPassphraseIfNeeded()
{
    if (m_passphrase || !m_console.canAsk()) {
        return {};
    }
    auto station = Station::open(home(), {}, m_clock);
    auto opened = station ? openKeys(*station) : Result<void>{};
    for (int attempt = 0; attempt < PassphraseAttempts && isWrongPassphrase(opened); ++attempt) {
        auto answer = m_console.askSecret(QStringLiteral("Passphrase of %1:").arg(station->settings().name), m_stop);
        if (!answer) {
            return satchel::fail(std::move(answer).error());
        }
        m_passphrase = *std::move(answer);
        station = Station::open(home(), m_passphrase->clone(), m_clock);
        opened = station ? openKeys(*station) : Result<void>{};
    }
    // Whatever else is wrong, the verb says so itself.
    return isWrongPassphrase(opened) ? opened : Result<void>{};
}

Result<StationAccess> CommandContext::access(KeyUse keys)
{
    SATCHEL_TRY(readPassphrase());
    if (keys == KeyUse::Needed) {
        SATCHEL_TRY(askPassphraseIfNeeded());
    }
    const auto patience = std::chrono::duration<double>{m_options.waitSeconds};
    return StationAccess{home(), m_passphrase ? m_passphrase->clone() : Secret{},
        std::chrono::duration_cast<std::chrono::milliseconds>(patience), m_clock};
}

Result<Session> CommandContext::openForReading(KeyUse keys)
{
    return access(keys).and_then([](StationAccess access) { return Session::forReading(std::move(access)); });
}

Result<Session> CommandContext::openForWriting(const QString& command, KeyUse keys)
{
    return access(keys).and_then(
        [this, &command](StationAccess access) { return Session::forWriting(std::move(access), command, m_stop); });
}

Result<void> CommandContext::carryOn() const
{
    if (m_stop.stop_requested() || !m_console.outputWorks()) {
        return satchel::fail(ErrorCode::Cancelled, QStringLiteral("the list was not finished"));
    }
    return {};
}

Outcome CommandContext::fail(const Error& error)
{
    m_console.error(error);
    if (m_options.json) {
        m_console.json([&error](JsonWriter& writer) { writeError(writer, error); });
    }
    return outcomeOf(error);
}

Outcome CommandContext::usage(const QString& message)
{
    return fail(Error{ErrorCode::Usage, message});
}

CLI::App* addCommand(CLI::App& parent, const char* name, const char* description, const char* example)
{
    auto* const command = parent.add_subcommand(name, description);
    command->footer(
        std::string{"\nExample:\n  "} + example + "\n\nOptions of every command, --json among them: satchel --help");
    return command;
}

QString argumentText(const std::string& argument)
{
    return QFile::decodeName(QByteArray::fromStdString(argument));
}

QStringList argumentTexts(const std::vector<std::string>& arguments)
{
    QStringList texts;
    for (const auto& argument : arguments) {
        texts += argumentText(argument);
    }
    return texts;
}

} // namespace satchel
