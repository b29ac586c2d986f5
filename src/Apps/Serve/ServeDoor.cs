using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cairn.Apps.Serve;

/// <summary>Where requests come in: this machine alone, unless the command line names another address; then with TLS, unless it says that something before it does that.</summary>
internal sealed record ServeDoor(IPAddress? Address, int Port, X509Certificate2Collection Certificates)
{
    private const int DefaultPort = 8080;

    /// <summary>Who is reached from elsewhere may be one of several: those who choose among them see that it ends before it does.</summary>
    public int DrainMilliseconds => Address is null || IPAddress.IsLoopback(Address) ? 0 : 5000;

    /// <summary>Null; or what is wrong.</summary>
    public static string? Parse(IReadOnlyDictionary<string, string> values, out ServeDoor? door)
    {
        door = null;
        int port = DefaultPort;
        if (values.TryGetValue("--port", out string? number) && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536)) return "--port must be 1 to 65535.";
        IPAddress? address = null;
        if (values.TryGetValue("--listen", out string? listen) && !IPAddress.TryParse(listen, out address)) return "--listen must be an IP address of this machine, or 0.0.0.0 or :: for all of them.";
        string? tls = values.GetValueOrDefault("--tls"), certificate = values.GetValueOrDefault("--certificate"), key = values.GetValueOrDefault("--key");
        if (tls is not (null or "off")) return "--tls takes one word, off: something before this server does TLS.";
        if ((certificate is null) != (key is null)) return "--certificate and --key go together.";
        if (tls is not null && certificate is not null) return "--tls off and --certificate are against each other; leave one out.";
        if (tls is null && certificate is null && address is not null && !IPAddress.IsLoopback(address))
            return "--listen opens this server to others: give --certificate FILE and --key FILE (PEM), or --tls off where something before it does TLS.";
        string? fault = Read(certificate, key, out X509Certificate2Collection certificates);
        if (fault is null) door = new(address, port, certificates);
        return fault;
    }

    public void Open(KestrelServerOptions kestrel)
    {
        if (Address is null) kestrel.ListenLocalhost(Port, Secure);
        else kestrel.Listen(Address, Port, Secure);
    }

    /// <summary>The first of the file is the server's own, those behind it lead to who signed it.</summary>
    private static string? Read(string? certificate, string? key, out X509Certificate2Collection certificates)
    {
        certificates = [];
        if (certificate is null) return null;
        try
        {
            certificates.ImportFromPemFile(certificate);
            certificates[0] = X509Certificate2.CreateFromPemFile(certificate, key);
            return null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"--certificate and --key cannot be used: {e.Message}";
        }
    }

    private void Secure(ListenOptions listen)
    {
        if (Certificates.Count == 0) return;
        listen.UseHttps(https =>
        {
            https.ServerCertificate = Certificates[0];
            https.ServerCertificateChain = [.. Certificates.Skip(1)];
        });
    }
}
