#pragma once

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <core/exchange/station/Peering.h>

#include <QWidget>

#include <functional>
#include <memory>

class QLabel;
class QPushButton;

namespace satchel {

class QrCode;

// How this station introduces itself: its fingerprint, in groups to read out and as a QR code for a scanner, and its
// card, to save or to copy as text.
class OwnCard final : public QWidget {
    Q_OBJECT

public:
    explicit OwnCard(const StationView& station, QWidget* parent = nullptr);

    void show(const StationId& id, const QString& name);
    void saveTo(const QString& file);
    [[nodiscard]] QString fingerprint() const; // as it is shown
    [[nodiscard]] QString remark() const;

Q_SIGNALS:
    void done(); // saved or copied, or not: the remark says it

private:
    using Made = Result<CardReport>;

    void save();
    void copy();
    void sign(const QString& file, const std::function<void(const CardReport&)>& use);

    StationView m_station;
    QString m_name;
    QLabel* m_fingerprint;
    QrCode* m_code;
    QPushButton* m_save;
    QPushButton* m_copy;
    QLabel* m_remark;
    VerbThread m_thread{this, VerbThread::AtClosing::IsAwaited}; // last: it ends before what it reports to
};

} // namespace satchel
