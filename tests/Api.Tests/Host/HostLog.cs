using System.Runtime.CompilerServices;
using System.Text;

namespace LearnCoin.Api.Tests.Host;

/// <summary>Everything the hosts of this process wrote to their console: set up before the first logger takes hold of it.</summary>
internal static class HostLog
{
    private static readonly Recorder Lines = new();

    public static string Text => Lines.ToString();

    [ModuleInitializer]
    internal static void Install() => Console.SetOut(Lines);

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
