using System.Globalization;

namespace LearnCoin.Local.Workflows;

/// <summary>
/// Which process of which machine this is, so that a restarted host need not sit out the lease of its killed predecessor. Linux only:
/// elsewhere, and across machines or containers, nothing is claimed and the lease has to lapse.
/// </summary>
internal static class ProcessIdentity
{
    /// <summary>Boot id, PID namespace, PID and start time of this process; null where they cannot be had.</summary>
    internal static string? Own { get; } = Describe(Environment.ProcessId);

    /// <summary>True only when the process certainly runs no more: it was of this boot and this PID namespace, and is not there.</summary>
    internal static bool IsGone(string? identity)
    {
        var parts = identity?.Split('/');
        var own = Own?.Split('/');
        if (parts is not { Length: 4 } || own is null || parts[0] != own[0] || parts[1] != own[1])
        {
            return false;
        }

        // Same PID with another start time: another process by now.
        return int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Describe(pid) != identity;
    }

    private static string? Describe(int pid)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                return null;
            }

            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            var pids = new FileInfo("/proc/self/ns/pid").LinkTarget;
            if (!Directory.Exists($"/proc/{pid}"))
            {
                return null;
            }

            // Field 22 of stat (proc_pid_stat(5)); the name in field 2 may hold spaces, so count from its closing bracket.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

            // A zombie runs no more, though its parent has not looked yet.
            return pids is null || fields[0] is "Z" or "X" ? null : $"{boot}/{pids}/{pid}/{fields[19]}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
