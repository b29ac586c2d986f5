using System.Net;
using Cairn.Platform.Http;
using Cairn.Tracking;

namespace Cairn.Registry.Webhooks;

/// <summary>
/// Where a webhook may go: <c>https</c> to a public address. The address that is connected to is looked at, each time, not the name.
/// </summary>
internal sealed class WebhookTarget(IHostResolver resolver, WebhookOptions options)
{
    private const int MaxLength = 2048;

    /// <summary>Checks an address somebody wants to be called at.</summary>
    /// <exception cref="MlflowException">It is no such address, the name is not known, or it is private.</exception>
    public async Task<string> CheckAsync(string url, CancellationToken cancellation)
    {
        if (url.Length > MaxLength || url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\') || !Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)) throw MlflowException.Invalid("Invalid webhook URL: it must be an absolute https URL.");
        if (!MaySpeak(uri)) throw MlflowException.Invalid("Invalid webhook URL: its scheme must be https.");
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0) throw MlflowException.Invalid("Invalid webhook URL: it must hold no user, password or fragment.");
        IReadOnlyList<IPAddress> addresses = await resolver.ResolveAsync(uri.IdnHost, cancellation);
        if (addresses.Count == 0) throw MlflowException.Invalid($"Cannot resolve webhook URL hostname '{KeyRules.Cut(uri.IdnHost, 255)}'.");
        if (!IsAllowed(uri.IdnHost, addresses)) throw MlflowException.Invalid($"Webhook URL must not resolve to a private address. The operator may allow a host by name in {WebhookOptions.Variable}.");
        return url;
    }

    /// <summary>TLS, unless the operator allows the host to be spoken to without.</summary>
    public bool MaySpeak(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && options.AllowedHosts.Contains(uri.Host));

    /// <summary>The addresses to connect to now.</summary>
    /// <exception cref="IOException">There is none, or one of them is private.</exception>
    public async Task<IReadOnlyList<IPAddress>> AddressesAsync(string host, CancellationToken cancellation)
    {
        IReadOnlyList<IPAddress> addresses = await resolver.ResolveAsync(host, cancellation);
        if (addresses.Count == 0) throw new IOException("The host of the webhook is not known.");
        return IsAllowed(host, addresses) ? addresses : throw new IOException("The host of the webhook has a private address.");
    }

    private bool IsAllowed(string host, IReadOnlyList<IPAddress> addresses) => options.AllowedHosts.Contains(host) || addresses.All(PublicAddress.Is);
}
