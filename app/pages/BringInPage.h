#pragma once

#include "ErrandPage.h"

#include <core/exchange/Import.h>

namespace satchel {

// Every bundle and receipt that lies on a medium, verified and taken in.
class BringInPage final : public ErrandPage {
    Q_OBJECT

public:
    explicit BringInPage(const StationView& station, QWidget* parent = nullptr);

protected:
    void begin() override;

private:
    void tell(const ImportReport& report);
};

} // namespace satchel
