namespace LearnCoin.Core.Configuration;

/// <summary>Bad configuration: refused at start, one line an option.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults));
