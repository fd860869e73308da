#pragma once

#include <QWidget>

#include <core/media/VolumeMonitor.h>

#include <QList>
#include <optional>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace satchel {

// Where an errand goes: media that are plugged in, as they come and go, each shown as a card, or any folder. Nothing is
// ever chosen by itself: with two sticks, whoever guesses writes onto the wrong one. Several may be chosen.
class MediaPicker final : public QWidget {
    Q_OBJECT

public:
    explicit MediaPicker(const MediaAccess& access, QWidget* parent = nullptr);

    [[nodiscard]] QList<Volume> volumes() const; // that are chosen, as they are listed
    [[nodiscard]] std::optional<Volume> volume() const; // the first of them
    [[nodiscard]] QString folder() const; // that was entered; empty where a volume is chosen
    [[nodiscard]] bool isChosen() const { return volume() || !folder().isEmpty(); }
    void setFolder(const QString& folder);
    void choose(const QString& volumeId);
    void refresh() { m_monitor.refresh(); }

Q_SIGNALS:
    void changed();

private:
    void showMedia();
    void markChosen();
    void chooseFolder();
    void fitHeight();

    VolumeMonitor m_monitor;
    QListWidget* m_media;
    QLabel* m_none; // in place of the list
    QLineEdit* m_folder;
    QPushButton* m_choose;
};

} // namespace satchel
