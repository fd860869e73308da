#pragma once

#include <QTreeWidget>

#include <core/exchange/report/DeviceStory.h>
#include <core/exchange/report/Overview.h>

namespace satchel {

// All that is known of one item and of its device: until when it is wanted, what became of everything that the device
// asked and was answered, what the item says in words, how it was judged.
class ItemStory final : public QTreeWidget {
    Q_OBJECT

public:
    explicit ItemStory(QWidget* parent = nullptr);

    void show(const ShowReport& report, const DeviceStory& device, const QDateTime& now);
    void show(const Error& error);

private:
    void tellItem(const ShowReport& report, const QDateTime& now);
    void tellDevice(const DeviceStory& device, const ItemId& item);
    QTreeWidgetItem* tellChecks(const ShowReport& report);

    ItemId m_item; // that is shown
};

} // namespace satchel
