#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/widgets/OwnCard.h>
#include <app/widgets/PeerIntake.h>

class QLabel;

namespace satchel {

// What is left to do once a station was made: its card goes to the other side, and theirs comes here. All of it can be
// done later on the page of stations too, so whoever goes away misses nothing and finds it again at the next start.
class IntroductionPage final : public QWidget {
    Q_OBJECT

public:
    explicit IntroductionPage(const StationView& station, QWidget* parent = nullptr);

    // Whether this station knows nobody yet, and nobody has said that this is how it should be.
    [[nodiscard]] static bool isDueFor(const Station& station);

    void show(const Station& station);
    [[nodiscard]] OwnCard& ownCard() { return *m_own; }
    [[nodiscard]] PeerIntake& intake() { return *m_intake; }

Q_SIGNALS:
    void changed(); // a peer was added
    void finished();

private:
    void finish();

    StationId m_id;
    QLabel* m_made;
    OwnCard* m_own;
    PeerIntake* m_intake;
};

} // namespace satchel
