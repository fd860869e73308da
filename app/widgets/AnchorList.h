#pragma once

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <core/exchange/station/Peering.h>

#include <QWidget>

#include <functional>

class QComboBox;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace satchel {

class SaveBar;

// The certificates by which this station checks items: what each is for, whose it is, its fingerprint. Added by file or
// by drag; what was removed can be put back.
class AnchorList final : public QWidget {
    Q_OBJECT

public:
    explicit AnchorList(const StationView& station, QWidget* parent = nullptr);

    void show(const QList<Anchor>& anchors);
    void add(const QStringList& files); // for the chosen use
    [[nodiscard]] QString remark() const;

Q_SIGNALS:
    void changed(); // or not: the remark says it

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    using Verb = std::function<AnchorsReport(Session&)>;

    [[nodiscard]] SaveBar* makeSaveBar();
    void chooseFiles();
    void remove();
    void putBack();
    void run(const QString& name, const Verb& verb, const std::function<void(const AnchorsReport&)>& done);
    void tellAdded(const AnchorsReport& report);
    void follow();

    StationView m_station;
    QTreeWidget* m_list;
    QLabel* m_details;
    QComboBox* m_use;
    QPushButton* m_add;
    QPushButton* m_remove;
    QPushButton* m_putBack;
    QLabel* m_remark;
    QList<Anchor> m_anchors; // in the list's order
    std::optional<Anchor> m_removed;
    VerbThread m_thread{this, VerbThread::AtClosing::IsAwaited}; // last: it ends before what it reports to
};

} // namespace satchel
