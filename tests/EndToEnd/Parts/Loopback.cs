using System.Net;
using System.Net.Sockets;

namespace LearnCoin.EndToEnd.Parts;

internal static class Loopback
{
    /// <summary>A port that nobody listens on now.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
