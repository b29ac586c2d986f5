using System.Net;
using System.Net.Http.Headers;
using Cairn.Contracts.Projects;
using Cairn.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>An address on the web, page by page where its answers have pages. What has an ETag or a time of change is brought only when that changed.</summary>
internal sealed class HttpSource(SourceHttp http, ISecrets secrets) : ISourceKind
{
    private const int MostPages = 10_000;

    public string Name => SourceKinds.Http;

    public async Task<Offer> LookAsync(SourceAsk ask, CancellationToken cancellation)
    {
        Action<HttpRequestMessage> credential = await CredentialAsync(ask, cancellation);
        Uri address = Address(ask);
        using HttpResponseMessage answer = await http.GetAsync(address, request =>
        {
            credential(request);
            if (EntityTagHeaderValue.TryParse(ask.Known, out EntityTagHeaderValue? tag)) request.Headers.IfNoneMatch.Add(tag);
        }, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotModified) return new Offer(address.AbsoluteUri, ask.Known!);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone) return Offer.Nothing(address.AbsoluteUri);
        if (SourceHttp.Refusal(answer) is { } refusal) throw new SourceFaultException(refusal);
        return new Offer(address.AbsoluteUri, Fingerprint(ask, answer), answer.Content.Headers.ContentLength ?? 0);
    }

    public async Task FetchAsync(SourceAsk ask, Offer offer, Stage stage, CancellationToken cancellation)
    {
        Action<HttpRequestMessage> credential = await CredentialAsync(ask, cancellation);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (Uri? address = Address(ask); address is not null;)
        {
            if (!seen.Add(address.AbsoluteUri)) throw new SourceFaultException("A page names itself or an earlier one as the next.");
            if (seen.Count > MostPages) throw new SourceFaultException($"There are more than {MostPages} pages.");
            using HttpResponseMessage answer = await http.GetAsync(address, credential, cancellation);
            if (SourceHttp.Refusal(answer) is { } refusal) throw new SourceFaultException(refusal);
            Uri? next = ask.Source.Pages is { } pages ? await PageAsync(pages, (address, seen.Count == 1), answer, stage, cancellation) : await WholeAsync(answer, stage, cancellation);
            if (next is not null && next.Authority != address.Authority) throw new UnusableSourceException($"The next page lies at another host, {next.Host}.");
            address = next;
        }
    }

    private static async Task<Uri?> WholeAsync(HttpResponseMessage answer, Stage stage, CancellationToken cancellation)
    {
        await using Stream content = await answer.Content.ReadAsStreamAsync(cancellation);
        await stage.AddAsync(Ending(answer), content, cancellation);
        return LinkHeader.Next(answer);
    }

    private static async Task<Uri?> PageAsync(SourcePaging pages, (Uri Address, bool IsFirst) place, HttpResponseMessage answer, Stage stage, CancellationToken cancellation)
    {
        await using Stream content = await answer.Content.ReadAsStreamAsync(cancellation);
        JsonPage page = await JsonPage.ReadAsync(content, pages, cancellation);
        Uri? counted = Counted(pages, place.Address, page);
        // The one behind the last tells nothing but the end; the first is all there is, wherever the count begins.
        if (counted is not null && page.Empty && !place.IsFirst) return null;
        await stage.AddAsync(".json", target => target.WriteAsync(page.Rows, cancellation).AsTask());
        if (counted is not null) return page.Empty ? null : counted;
        return pages.Next is null ? LinkHeader.Next(answer) : page.Next is not { } next ? null : pages.By is { } parameter ? QueryParameter.Set(place.Address, parameter, next) : new Uri(place.Address, next);
    }

    /// <summary>The page behind this one where pages, or their rows, are counted; null where they are named.</summary>
    private static Uri? Counted(SourcePaging pages, Uri address, JsonPage page)
    {
        if (pages.Offset is { } offset)
            return QueryParameter.Set(address, offset, QueryParameter.Number(address, offset, 0) + (page.Count ?? throw new SourceFaultException("A page is no list, so that its rows cannot be counted; 'items' names the list.")));
        return pages is { By: { } by, Next: null } ? QueryParameter.Set(address, by, QueryParameter.Number(address, by, 1) + 1) : null;
    }

    private async Task<Action<HttpRequestMessage>> CredentialAsync(SourceAsk ask, CancellationToken cancellation)
    {
        if (await SourceSecret.OpenAsync(secrets, ask, cancellation) is not { } value) return _ => { };
        // 'X-Api-Key: value' is sent as that header, anything else as a bearer token.
        return value.Split(": ", 2) is [var name, var text] ? request => request.Headers.TryAddWithoutValidation(name, text) : request => request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + value);
    }

    private static Uri Address(SourceAsk ask)
        => Uri.TryCreate(ask.Source.From, UriKind.Absolute, out Uri? address) ? address : throw new UnusableSourceException("'from' is no address of the web.");

    // Of something with pages the first one's tag tells nothing of the others.
    private static string Fingerprint(SourceAsk ask, HttpResponseMessage answer)
        => ask.Source.Pages is not null || LinkHeader.Next(answer) is not null ? Offer.Untold
            : answer.Headers.ETag?.ToString() ?? (answer.Content.Headers.LastModified is { } changed ? $"{changed:O} {answer.Content.Headers.ContentLength}" : Offer.Untold);

    private static string Ending(HttpResponseMessage answer)
    {
        string ending = Stage.EndingOf(answer.RequestMessage!.RequestUri!.AbsolutePath);
        bool packed = answer.Content.Headers.ContentEncoding.Contains("gzip");
        if (ending is ".csv" or ".tsv" or ".json" or ".jsonl" or ".ndjson" or ".parquet" || ending.EndsWith(".gz", StringComparison.Ordinal) || ending.EndsWith(".zst", StringComparison.Ordinal)) return packed ? ending + ".gz" : ending;
        string told = answer.Content.Headers.ContentType?.MediaType switch
        {
            "text/csv" => ".csv",
            "text/tab-separated-values" => ".tsv",
            "application/json" => ".json",
            "application/x-ndjson" or "application/jsonl" or "application/x-jsonlines" => ".jsonl",
            "application/vnd.apache.parquet" => ".parquet",
            _ => ending,
        };
        return packed ? told + ".gz" : told;
    }
}
