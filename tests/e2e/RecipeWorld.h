#pragma once

#include <tests/support/MessageForge.h>
#include <tests/support/TestWorld.h>

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace satchel::test {

// A site and an office, each in a folder of its own, that run the commands of docs/registrars.md as they stand there.
class RecipeWorld final {
public:
    static constexpr qint64 MostBytes = 1024 * 1024; // of any file here

    RecipeWorld(); // ends the test's run if the stations cannot be made

    // The code of one language below a heading of the page; empty if there is none.
    [[nodiscard]] static QByteArray recipe(const QByteArray& heading, const QByteArray& language);

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QStringList namesIn(const QString& folder) const; // files, hidden ones too
    void put(const QString& name, const QByteArray& bytes) const;
    [[nodiscard]] QByteArray read(const QString& name) const; // empty if it is not there

    // The name of the one file with that extension in the site's `answers`; empty if there are none or several.
    [[nodiscard]] QString onlyAnswer(const QString& extension) const;

    // At a station, in its own folder, with `more` ("NAME=value") in the environment. False, with a warning that shows
    // what it printed, if the script fails or is empty.
    [[nodiscard]] bool shell(const QString& station, const QByteArray& script, const QStringList& more = {}) const;
    [[nodiscard]] bool satchel(const QString& station, const QByteArray& words) const;
    [[nodiscard]] bool carry(const QString& from, const QString& to) const;

    TestPki pki; // valid at any time: the program asks the clock

private:
    QTemporaryDir m_folder;
};

} // namespace satchel::test
