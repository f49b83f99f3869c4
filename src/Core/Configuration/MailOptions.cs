namespace LearnCoin.Core.Configuration;

/// <summary>How mails leave. The tenant's name stands beside <see cref="From"/>; the address is the service's own.</summary>
public sealed class MailOptions
{
    /// <summary>
    /// <c>smtp</c>, <c>folder</c> (.eml files, for development) or <c>none</c> (mails wait, operators are told). Unset: <c>smtp</c> when
    /// <see cref="Host"/> is set; else <c>folder</c> in the embedded host on a loopback PublicOrigin; else <c>none</c>.
    /// </summary>
    public string? Transport { get; set; }

    /// <summary>Name or address of the mail server that takes our mails for all domains (a submission server or relay).</summary>
    public string? Host { get; set; }

    /// <summary>Unset: 587 with <c>starttls</c>, 465 with <c>tls</c>, 25 with <c>none</c>.</summary>
    public int? Port { get; set; }

    /// <summary><c>starttls</c> (default; without it nothing is sent), <c>tls</c> (from the first byte, RFC 8314) or, on loopback only, <c>none</c>.</summary>
    public string Security { get; set; } = "starttls";

    /// <summary>Unset: no authentication.</summary>
    public string? Username { get; set; }

    /// <summary>Secret: never logged.</summary>
    public string? Password { get; set; }

    /// <summary>Address of the sender, such as <c>no-reply@learncoin.example</c>. Required with <c>smtp</c>.</summary>
    public string? From { get; set; }

    /// <summary>Address that gets bounces (the envelope's sender); unset: <see cref="From"/>.</summary>
    public string? BounceAddress { get; set; }

    /// <summary>Connections to the mail server at a time, of each process, 1 to 16.</summary>
    public int Connections { get; set; } = 4;

    /// <summary>With <c>folder</c>: where the files go; unset: <c>mail</c> in DataDirectory.</summary>
    public string? Folder { get; set; }
}
