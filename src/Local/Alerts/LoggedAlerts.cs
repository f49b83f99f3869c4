using LearnCoin.Core.Alerts;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Local.Alerts;

/// <summary>Writes each alert into the log before it is sent, for rules over the log: event 2012. An alert has ids and fixed words only.</summary>
public sealed partial class LoggedAlerts(IAlerts inner, ILogger<LoggedAlerts> logger) : IAlerts
{
    public void Raise(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        LogAlert(logger, alert.Type, alert.Subject ?? alert.RequestId ?? "-", alert.Activity ?? alert.Reason);
        inner.Raise(alert);
    }

    [LoggerMessage(EventId = 2012, Level = LogLevel.Warning, Message = "Alert {AlertType}: {Subject} {Detail}")]
    private static partial void LogAlert(ILogger logger, string alertType, string subject, string? detail);
}
