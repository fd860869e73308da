#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>

#include <core/station/Card.h>
#include <core/station/TypedFingerprint.h>

#include <functional>
#include <memory>
#include <optional>

class QLabel;
class QLineEdit;
class QMimeData;
class QPushButton;

namespace satchel {

// Adds a station by its card, which is opened, dropped or pasted, and only once somebody has entered the fingerprint
// that the other side has told.
class PeerIntake final : public QWidget {
    Q_OBJECT

public:
    explicit PeerIntake(const StationView& station, QWidget* parent = nullptr);

    void readCard(const QString& file);
    void paste(); // a card or its text, or files, from the clipboard
    [[nodiscard]] bool hasCard() const { return m_card.has_value(); }
    [[nodiscard]] QString remark() const;

Q_SIGNALS:
    void cardRead(); // or it was none: the remark says it
    void added();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    using Source = std::function<Result<QByteArray>()>;

    [[nodiscard]] QWidget* makeForm();
    [[nodiscard]] bool take(const QMimeData& given);
    void chooseFile();
    void readFrom(const Source& source);
    void show(const Result<Card>& card);
    void discard();
    void compare();
    void showGroups(const TypedFingerprint& typed);
    void follow();
    void add();
    void readNext();

    StationView m_station;
    QPushButton* m_open;
    QPushButton* m_paste;
    QWidget* m_form;
    QLabel* m_facts;
    QLineEdit* m_told;
    QLabel* m_groups; // what was typed, while some of it differs
    QLineEdit* m_alias;
    QPushButton* m_add;
    QPushButton* m_discard;
    QLabel* m_remark;
    std::optional<Card> m_card;
    Source m_next; // that came while another was being added
    QString m_outcome; // of that one
    VerbThread m_reading{this}; // these last: they end before what they report to
    VerbThread m_adding{this, VerbThread::AtClosing::IsAwaited};
};

} // namespace satchel
