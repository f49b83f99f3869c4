using System.Runtime.CompilerServices;
using System.Text;

namespace LearnCoin.Api.Tests.Host;

/// <summary>Everything the hosts of this process wrote to their console: set up before the first logger takes hold of it.</summary>
internal static class HostLog
{
    private static readonly Recorder Lines = new();

    public static string Text => Lines.ToString();

    /// <summary>Waits for a text: the console's logger writes behind the program.</summary>
    public static async Task ShowsAsync(string text)
    {
        for (var tries = 0; !Text.Contains(text, StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 200, "The log does not show what was expected");
            await Task.Delay(25);
        }
    }

    [ModuleInitializer]
    internal static void Install() => System.Console.SetOut(Lines);

    private sealed class Recorder : TextWriter
    {
        private readonly Lock gate = new();
        private readonly StringBuilder text = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (gate)
            {
                text.Append(value);
            }
        }

        public override void Write(string? value)
        {
            lock (gate)
            {
                text.Append(value);
            }
        }

        public override string ToString()
        {
            lock (gate)
            {
                return text.ToString();
            }
        }
    }
}
