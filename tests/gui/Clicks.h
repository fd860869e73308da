#pragma once

#include <tests/gui/Patience.h>

#include <QAbstractButton>
#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

// How a test does what a person does: finds a widget by its name, presses it, types into it, drops onto it.
namespace satchel::test {

template <typename Widget> Widget& named(const QWidget& parent, const char* name)
{
    auto* const found = parent.findChild<Widget*>(QLatin1StringView{name});
    if (found == nullptr) {
        qFatal("there is no %s", name);
    }
    return *found;
}

// Fails where a person could not press it.
inline void press(const QWidget& parent, const char* name)
{
    auto& button = named<QAbstractButton>(parent, name);
    QVERIFY2(button.isVisible() && button.isEnabled(), name);
    button.click();
}

// As a person replaces what a line holds.
inline void type(const QWidget& parent, const char* name, const QString& text)
{
    auto& line = named<QLineEdit>(parent, name);
    QVERIFY2(line.isVisible() && line.isEnabled(), name);
    line.setFocus();
    line.selectAll();
    QTest::keyClick(&line, Qt::Key_Delete);
    QTest::keyClicks(&line, text);
}

inline void drop(QWidget& target, const QMimeData& data)
{
    QDragEnterEvent enter{QPoint{5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier};
    QCoreApplication::sendEvent(&target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event{QPointF{5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier};
    QCoreApplication::sendEvent(&target, &event);
}

inline void dropFile(QWidget& target, const QString& file)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    drop(target, data);
}

// What the window remembers, for as long as the test, apart from what it remembers of the person who runs it.
class OwnMemory final {
public:
    OwnMemory()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("satchel-test"));
        QCoreApplication::setApplicationName(QStringLiteral("satchel-test"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
    }

    void clear() { QSettings{}.clear(); }
    [[nodiscard]] QString path() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
};

} // namespace satchel::test
