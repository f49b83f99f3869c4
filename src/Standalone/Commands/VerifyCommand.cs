using System.CommandLine;
namespace LearnCoin.Standalone.Commands;
internal static class VerifyCommand { public static Command Create() => new("verify", "x"); }
