#pragma once

#include "ErrandPage.h"

#include <core/exchange/Export.h>

class QComboBox;

namespace satchel {

class SaveBar;

// Everything that is due, in bundles, onto a medium: said to be there only once it was read back.
class TakeOutPage final : public ErrandPage {
    Q_OBJECT

public:
    explicit TakeOutPage(const StationView& station, QWidget* parent = nullptr);

    void setPeers(const QStringList& aliases);

protected:
    void begin() override;

private:
    void tell(const ExportReport& report);

    QComboBox* m_peer;
    SaveBar* m_slip; // once there are bundles to hand over
    QList<Ulid> m_made; // by the last export
};

} // namespace satchel
