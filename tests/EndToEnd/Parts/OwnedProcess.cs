using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>A child process that ends with its owner: by Dispose, or when the test process ends in whatever orderly way.</summary>
internal sealed partial class OwnedProcess : IDisposable
{
    private const int TailLines = 40;
    private const int SigTerm = 15;
    private static readonly ConcurrentDictionary<OwnedProcess, byte> Alive = Register();

    private readonly Process process;
    private readonly Channel<string> answers = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> tail = new();

    internal OwnedProcess(string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        Alive[this] = 0;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = process.WaitForExitAsync();
    }

    /// <summary>The .NET host that runs this test, for children in .NET.</summary>
    internal static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    internal Task Exited { get; }

    internal bool HasExited => process.HasExited;

    internal int ExitCode => process.ExitCode;

    /// <summary>Its newest lines, for the message of a failure.</summary>
    internal string Tail => string.Join(Environment.NewLine, tail);

    internal void Tell(string line) => process.StandardInput.WriteLine(line);

    /// <summary>Waits for its next line that begins with '@'.</summary>
    /// <exception cref="InvalidOperationException">It ended or said nothing in time.</exception>
    internal async Task<string> AnswerAsync(TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        try
        {
            return await answers.Reader.ReadAsync(late.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"A child process {(HasExited ? "ended" : "does not answer")}:{Environment.NewLine}{Tail}", exception);
        }
    }

    internal int Id => process.Id;

    /// <summary>Sends a signal by its number.</summary>
    internal void Signal(int number) => _ = Signal(process.Id, number);

    internal void Terminate() => _ = Signal(process.Id, SigTerm);

    /// <summary>kill -9.</summary>
    internal void Kill() => process.Kill();

    public void Dispose()
    {
        Alive.TryRemove(this, out _);
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            answers.Writer.TryComplete();
        }
        else if (line.StartsWith('@'))
        {
            answers.Writer.TryWrite(line[1..]);
        }

        Keep(line);
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            tail.Enqueue(line.Length > 400 ? line[..400] : line);
            while (tail.Count > TailLines)
            {
                tail.TryDequeue(out _);
            }
        }
    }

    private static ConcurrentDictionary<OwnedProcess, byte> Register()
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
        {
            foreach (var child in Alive.Keys)
            {
                child.Dispose();
            }
        };
        return new ConcurrentDictionary<OwnedProcess, byte>();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

/// <summary>Numbers of Linux.</summary>
internal static class Signals
{
    internal const int Continue = 18;
    internal const int Stop = 19;
}
