#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/widgets/AnchorList.h>
#include <app/widgets/SettingsForm.h>

#include <optional>

class QLabel;
class QPushButton;

namespace satchel {

// Who works here, how the station works, and whom it believes. What is entered counts once it is saved.
class SettingsPage final : public QWidget {
    Q_OBJECT

public:
    explicit SettingsPage(const StationView& station, QWidget* parent = nullptr);

    void refresh(); // what was entered and not saved stays
    [[nodiscard]] SettingsForm& form() { return *m_form; }
    [[nodiscard]] AnchorList& anchors() { return *m_anchors; }
    [[nodiscard]] QString remark() const;
    void keepState() const; // of the columns, for the next window

Q_SIGNALS:
    void refreshed();
    void saved(); // or not: the remark says it
    void changed(); // the station has other settings or anchors

private:
    [[nodiscard]] QWidget* makeStationPart();
    void save();
    void discard();
    void putBack();
    [[nodiscard]] bool canPutBack() const;
    void follow();
    void tellUnreadable(const Error& error);

    StationView m_station;
    SettingsForm* m_form;
    QPushButton* m_save;
    QPushButton* m_discard;
    QPushButton* m_putBack;
    QLabel* m_remark;
    AnchorList* m_anchors;
    struct Discarded {
        Settings shown; // what it was a change of
        Settings entered;
    };
    std::optional<Discarded> m_discarded;
    bool m_isKnown = false; // the settings could be read
    VerbThread m_reading{this}; // these last: they end before what they report to
    VerbThread m_saving{this, VerbThread::AtClosing::IsAwaited};
};

} // namespace satchel
