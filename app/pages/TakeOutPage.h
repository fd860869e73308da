#pragma once

#include "ErrandPage.h"

#include <core/exchange/export/Export.h>
#include <core/exchange/export/ExportPeers.h>

#include <QStringList>

class QComboBox;
class QLabel;

namespace satchel {

class SaveBar;

// Everything that is due, or what was selected of it, in bundles, onto one medium or several: said to be there only
// once it was read back.
class TakeOutPage final : public ErrandPage {
    Q_OBJECT

public:
    explicit TakeOutPage(const StationView& station, QWidget* parent = nullptr);

    void setAddressees(const Addressees& addressees);
    // Ids of items, at least one; until they went. Only what is due of them goes.
    void select(const QStringList& items);
    void forgetSelection(); // the next trip is not for some

protected:
    void begin() override;

private:
    void tell(const ExportReport& report);
    void tellOfWhatStayed(const ExportReport& report, QStringList details);
    void offer(const QString& name, const QString& text); // and chooses it
    void withdraw(const QString& name);
    void offerTheRest(const ExportReport& report);

    QComboBox* m_peer;
    Addressees m_addressees; // as they are offered
    QComboBox* m_what;
    QStringList m_selected;
    ExportOrder m_ordered; // what was begun last
    ExportOrder m_rest; // what of that stayed
    SaveBar* m_slip; // once there are bundles to hand over
    QList<Ulid> m_made; // by the last export
    bool m_isOnMedia = false; // and not in a folder
};

} // namespace satchel
