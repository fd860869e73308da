#pragma once

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/widgets/MediaPicker.h>
#include <app/widgets/OutcomeCard.h>
#include <app/widgets/ProgressPane.h>
#include <core/exchange/session/Eject.h>
#include <core/exchange/session/Mount.h>

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWidget>

namespace satchel {

// What taking out and bringing in have in common: one or several places, a button, progress that can be stopped, one
// card at the end, and the ejecting of the media. Which verb runs and what its report means is the errand's.
class ErrandPage : public QWidget {
    Q_OBJECT

public:
    ErrandPage(const StationView& station, const QString& title, const QString& begin, QWidget* parent);

    void setFolder(const QString& folder) { m_place->setFolder(folder); }
    [[nodiscard]] MediaPicker& place() { return *m_place; }
    [[nodiscard]] bool isRunning() const { return m_thread.isRunning(); }
    void stop() { m_progress->stop(); } // in order: done() comes
    [[nodiscard]] const OutcomeCard& card() const { return *m_card; }

Q_SIGNALS:
    void done(); // whatever came of it: the ledger may have changed
    void ejected(); // or not: the card says it

protected:
    // Where the verb works, told to it on its own thread: a medium that is not mounted is mounted first.
    struct Place {
        QString folder;
        QString mountPoint; // of the medium; empty: any folder
    };
    struct Target {
        QList<Volume> volumes;
        QString folder;
    };
    [[nodiscard]] Target target() const { return {m_place->volumes(), m_place->folder()}; }
    // At least one, in the order in which the media are listed.
    [[nodiscard]] static Result<QList<Place>> placesOf(
        Session& session, const Target& target, const MediaAccess& media, const Conduct& conduct);

    void setReady(bool isReady); // whether all is chosen that begin() needs besides the place
    virtual void begin() = 0; // all is chosen, and nothing runs
    [[nodiscard]] const StationView& station() const { return m_station; }
    [[nodiscard]] VerbThread& thread() { return m_thread; }
    [[nodiscard]] ProgressPane& progress() { return *m_progress; }
    void show(OutcomeCard::Tone tone, const QString& headline, const QString& details);
    [[nodiscard]] QVBoxLayout& upper() { return *m_upper; } // between the title and the place
    [[nodiscard]] QVBoxLayout& lower() { return *m_lower; } // below everything

private:
    [[nodiscard]] QWidget* makeChoice();
    void follow();
    void eject();
    void tell(const QList<EjectReport>& reports);

    StationView m_station;
    QVBoxLayout* m_upper;
    QVBoxLayout* m_lower;
    MediaPicker* m_place;
    QPushButton* m_begin;
    QPushButton* m_eject;
    ProgressPane* m_progress;
    OutcomeCard* m_card;
    QPushButton* m_ejectNow; // on the card
    QWidget* m_choice; // what is hidden while the verb runs
    bool m_isReady = true;
    VerbThread m_thread{this, VerbThread::AtClosing::IsAwaited}; // last: it ends before what it reports to
};

} // namespace satchel
