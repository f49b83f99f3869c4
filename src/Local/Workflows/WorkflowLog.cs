using Microsoft.Extensions.Logging;

namespace LearnCoin.Local.Workflows;

/// <summary>Log messages of the runner: ids, names and exception types; never an input, a result or an exception's text.</summary>
internal static partial class WorkflowLog
{
    [LoggerMessage(2001, LogLevel.Information, "This process runs the workflows of the store; {Count} are under way")]
    internal static partial void LeaseTaken(ILogger logger, int count);

    [LoggerMessage(2002, LogLevel.Warning, "Another process runs the workflows of the store; this one waits")]
    internal static partial void LeaseLost(ILogger logger);

    [LoggerMessage(2003, LogLevel.Warning, "Activity {Activity} of {Instance} failed with {Failure}, try {Attempt} of {MaxAttempts}")]
    internal static partial void ActivityFailed(ILogger logger, string activity, string instance, string failure, int attempt, int maxAttempts);

    [LoggerMessage(2004, LogLevel.Error, "Workflow {Workflow} {Instance} failed with {Failure}")]
    internal static partial void WorkflowFailed(ILogger logger, string workflow, string instance, string failure);

    [LoggerMessage(2005, LogLevel.Error, "Workflow {Instance} could not go on ({Failure}); it is loaded anew")]
    internal static partial void InstanceFaulted(ILogger logger, string instance, string failure);

    [LoggerMessage(2006, LogLevel.Error, "Workflow {Workflow} of {Instance} is not known to this version; it is left as it is")]
    internal static partial void WorkflowUnknown(ILogger logger, string workflow, string instance);

    [LoggerMessage(2007, LogLevel.Error, "The workflow host could not reach its store ({Failure}); it tries again")]
    internal static partial void HostFaulted(ILogger logger, string failure);
}
