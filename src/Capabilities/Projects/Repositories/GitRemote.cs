using System.Net;
using Cairn.Platform.Http;

namespace Cairn.Projects;

/// <summary>A remote as git is given it: the URL, and settings that allow its protocol and pin its address.</summary>
internal sealed record GitRemote(string Url, IReadOnlyList<string> Settings)
{
    /// <exception cref="ApiException">400: nothing is there, or its address is closed.</exception>
    public static async Task<GitRemote> OfAsync(RepositoryAddress address, PublicAddresses addresses, CancellationToken cancellation)
    {
        if (address.IsLocal) return new GitRemote(Existing(address.Text), ["protocol.file.allow=always"]);
        IPAddress pinned = await addresses.ResolveAsync(address.Host!, cancellation);
        return new GitRemote(address.Text, ["protocol.https.allow=always", $"http.curloptResolve={address.Host}:{address.Port}:{pinned}"]);
    }

    private static string Existing(string path)
        => Directory.Exists(Path.Combine(path, ".git")) || (Directory.Exists(Path.Combine(path, "objects")) && File.Exists(Path.Combine(path, "HEAD"))) ? path
            : throw ApiException.Invalid("repository", "There is no git repository at that path of the server's machine.");
}
