#pragma once

#include <QWidget>

#include <core/media/VolumeMonitor.h>

#include <optional>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace satchel {

// Where an errand goes: one of the media that are plugged in, as they come and go, or any folder. Nothing is ever
// chosen by itself: with two sticks, whoever guesses writes onto the wrong one.
class MediaPicker final : public QWidget {
    Q_OBJECT

public:
    explicit MediaPicker(const MediaAccess& access, QWidget* parent = nullptr);

    [[nodiscard]] std::optional<Volume> volume() const; // nullopt: a folder, or nothing yet
    [[nodiscard]] QString folder() const; // that was entered; empty where a volume is chosen
    [[nodiscard]] bool isChosen() const { return volume() || !folder().isEmpty(); }
    void setFolder(const QString& folder);
    void choose(const QString& volumeId);
    void refresh() { m_monitor.refresh(); }

Q_SIGNALS:
    void changed();

private:
    void showMedia();
    void chooseFolder();

    VolumeMonitor m_monitor;
    QListWidget* m_media;
    QLineEdit* m_folder;
    QPushButton* m_choose;
};

} // namespace satchel
