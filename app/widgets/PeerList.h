#pragma once

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <core/exchange/station/Peering.h>

#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace satchel {

// The stations that this one exchanges bundles with, and what is known of the chosen one. One can be forgotten, and put
// back; and one can be revoked, which is for good and is asked for twice, as forgetting it then is.
class PeerList final : public QWidget {
    Q_OBJECT

public:
    explicit PeerList(const StationView& station, QWidget* parent = nullptr);

    void show(const QList<Peer>& peers);
    void choose(const StationId& peer); // if it is not there yet, as soon as it is
    [[nodiscard]] QString remark() const;

Q_SIGNALS:
    void changed(); // or not: the remark says it

private:
    using Verb = std::function<Result<PeersReport>(Session&)>;

    [[nodiscard]] QLayout* makeButtons();
    struct Answer {
        QString text;
        const char* name; // of its button
    };
    struct Question {
        QString text;
        Answer yes;
        Answer no;
    };
    void makeQuestion(QWidget& place, const Question& question, void (PeerList::*then)());
    [[nodiscard]] QWidget* makeRevoking();
    [[nodiscard]] QWidget* makeForgetting();
    void askNothing();
    void askToForget();
    [[nodiscard]] std::optional<Peer> chosen() const;
    void forget();
    void putBack();
    void revoke();
    void run(const QString& name, const Verb& verb, const std::function<void()>& done);
    void follow();

    StationView m_station;
    QTreeWidget* m_list;
    QLabel* m_details;
    QPushButton* m_forget;
    QPushButton* m_putBack;
    QPushButton* m_revoke;
    QWidget* m_revoking; // the question whether to revoke
    QWidget* m_forgetting; // the question whether to forget one that was revoked
    QLabel* m_remark;
    QList<Peer> m_peers; // in the list's order
    std::optional<Peer> m_forgotten;
    std::optional<StationId> m_wanted; // to be chosen
    VerbThread m_thread{this, VerbThread::AtClosing::IsAwaited}; // last: it ends before what it reports to
};

} // namespace satchel
