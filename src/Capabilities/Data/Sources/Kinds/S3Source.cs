using System.IO.Enumeration;
using System.Net;
using System.Xml.Linq;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>Objects of an S3 store, by signature version 4; <c>s3://bucket/key</c>, wildcards in the key's last part.</summary>
internal sealed class S3Source(SourceHttp http, ISecrets secrets, RealTime real) : ISourceKind
{
    private const int MostObjects = 100_000;
    private static readonly XNamespace[] Spaces = ["http://s3.amazonaws.com/doc/2006-03-01/", ""];

    public string Name => SourceKinds.S3;

    public async Task<Offer> LookAsync(SourceAsk ask, CancellationToken cancellation)
    {
        IReadOnlyList<S3Object> found = await FindAsync(ask, cancellation);
        return new Offer(ask.Source.From, string.Join('|', found.Select(Fingerprint)), found.Sum(o => o.Size));
    }

    public async Task FetchAsync(SourceAsk ask, Offer offer, Stage stage, CancellationToken cancellation)
    {
        IReadOnlyList<S3Object> found = await FindAsync(ask, cancellation);
        if (string.Join('|', found.Select(Fingerprint)) != offer.Fingerprint) throw new SourceFaultException("The objects were being written while they were read.");
        foreach (S3Object one in found)
        {
            using HttpResponseMessage answer = await GetAsync(ask, "/" + Key.Escape(one.Key), "", cancellation);
            if (SourceHttp.Refusal(answer) is { } refusal) throw new SourceFaultException(refusal);
            if (answer.Headers.ETag is { } tag && tag.Tag.Trim('"') != one.Tag) throw new SourceFaultException("An object was written while it was read.");
            await using Stream content = await answer.Content.ReadAsStreamAsync(cancellation);
            await stage.AddAsync(Stage.EndingOf(one.Key), content, cancellation);
        }
    }

    public async Task<IReadOnlyList<Member>?> MembersAsync(SourceAsk ask, CancellationToken cancellation)
        => [.. (await FindAsync(ask, cancellation)).Select(o => new Member(NameOf(o.Key), ask.Source with { From = $"s3://{Bucket(ask)}/{o.Key}" }, Fingerprint(o)))];

    // One object is a list of one: the same request tells of it what a list tells of all.
    private async Task<IReadOnlyList<S3Object>> FindAsync(SourceAsk ask, CancellationToken cancellation)
    {
        string key = KeyOf(ask);
        int wild = key.AsSpan().IndexOfAny('*', '?');
        if (wild >= 0 && key.IndexOf('/', wild) >= 0) throw new UnusableSourceException("A wildcard can stand in the last part of a key only.");
        string prefix = wild < 0 ? key : key[..wild];
        List<S3Object> all = [];
        string? token = null;
        do
        {
            string query = $"list-type=2&prefix={Uri.EscapeDataString(prefix)}" + (token is null ? "" : $"&continuation-token={Uri.EscapeDataString(token)}");
            using HttpResponseMessage answer = await GetAsync(ask, "", query, cancellation);
            if (answer.StatusCode == HttpStatusCode.NotFound) throw new UnusableSourceException($"There is no bucket '{Bucket(ask)}'.");
            if (answer.StatusCode == HttpStatusCode.Forbidden) throw new UnusableSourceException($"The store refuses the credential for the bucket '{Bucket(ask)}'.");
            if (SourceHttp.Refusal(answer) is { } refusal) throw new SourceFaultException(refusal);
            XElement list = await ReadAsync(answer, cancellation);
            all.AddRange(Children(list, "Contents").Select(S3Object.Read).Where(o => wild < 0 ? o.Key == key : Matches(key, o.Key)));
            if (all.Count > MostObjects) throw new UnusableSourceException($"More than {MostObjects} objects match.");
            token = Text(list, "IsTruncated") == "true" ? Text(list, "NextContinuationToken") : null;
        }
        while (token is not null);
        return [.. all.OrderBy(o => o.Key, StringComparer.Ordinal)];
    }

    private async Task<HttpResponseMessage> GetAsync(SourceAsk ask, string path, string query, CancellationToken cancellation)
    {
        string? credential = await SourceSecret.OpenAsync(secrets, ask, cancellation);
        S3Signature? signature = credential is null ? null : S3Signature.Of(credential, ask.Source.Region ?? S3Address.UsualRegion);
        return await http.GetAsync(S3Address.Of(ask.Source, Bucket(ask), path, query), request => signature?.Sign(request, real.Now), cancellation);
    }

    private static async Task<XElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            await using Stream content = await answer.Content.ReadAsStreamAsync(cancellation);
            return await XElement.LoadAsync(content, LoadOptions.None, cancellation);
        }
        catch (System.Xml.XmlException e)
        {
            throw new SourceFaultException("The store's list is not XML.", e);
        }
    }

    internal static IEnumerable<XElement> Children(XElement of, string name) => Spaces.SelectMany(s => of.Elements(s + name));

    internal static string? Text(XElement of, string name) => Children(of, name).FirstOrDefault()?.Value;

    private static bool Matches(string pattern, string key)
    {
        int slash = pattern.LastIndexOf('/') + 1;
        return key.LastIndexOf('/') + 1 == slash && FileSystemName.MatchesSimpleExpression(pattern.AsSpan(slash), key.AsSpan(slash), ignoreCase: false);
    }

    private static string Fingerprint(S3Object o) => $"{o.Key}:{o.Size}:{o.Tag}";

    private static string NameOf(string key) => Path.GetFileName(key) is var name ? name[..^Stage.EndingOf(name).Length] : "";

    private static string Bucket(SourceAsk ask) => ask.Source.From["s3://".Length..].Split('/', 2)[0];

    private static string KeyOf(SourceAsk ask) => ask.Source.From["s3://".Length..].Split('/', 2)[1];

    private static class Key
    {
        public static string Escape(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
    }
}
