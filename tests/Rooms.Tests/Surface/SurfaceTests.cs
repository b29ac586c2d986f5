using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cairn.Rooms.Tests.Surface;

public sealed partial class SurfaceTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Routes_are_those_of_the_reference()
    {
        await using TestWorld world = await WholeServer.StartAsync();
        IEnumerable<string> routes = world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(Lines);
        Approved.ShouldBe("routes.txt", string.Join('\n', routes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) + "\n");
    }

    [Fact]
    public async Task No_two_endpoints_answer_the_same_method_and_pattern()
    {
        await using TestWorld world = await WholeServer.StartAsync();
        IEnumerable<string> twice = world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(Lines)
            .GroupBy(line => line, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);
        twice.ShouldBeEmpty();
    }

    [Fact]
    public async Task Openapi_is_that_of_the_reference()
    {
        await using TestWorld world = await WholeServer.StartAsync();
        string json = await world.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        JsonObject document = JsonNode.Parse(json)!.AsObject();
        document.Remove("servers");
        document.Remove("info");
        Approved.ShouldBe("openapi.json", Sorted(document)!.ToJsonString(Readable) + "\n");
    }

    [Fact]
    public async Task Every_route_of_the_api_is_in_the_openapi_document()
    {
        await using TestWorld world = await WholeServer.StartAsync();
        string json = await world.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(json);
        HashSet<string> described = [.. document.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name)];
        IEnumerable<string> missing = world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => Constraint().Replace(Pattern(e), "}")).Where(p => p.StartsWith("/api/v1/", StringComparison.Ordinal) && !p.Contains('*', StringComparison.Ordinal))
            .Where(p => !described.Contains(p.TrimEnd('/'))).Distinct(StringComparer.Ordinal);
        missing.ShouldBeEmpty();
    }

    private static IEnumerable<string> Lines(RouteEndpoint endpoint)
        => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).DefaultIfEmpty("ANY").Select(method => $"{method} {Pattern(endpoint)}");

    private static string Pattern(RouteEndpoint endpoint) => "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');

    // Such as ':long', which the document says as a type.
    [GeneratedRegex(":[a-z]+}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constraint();

    // Members in the order of their names, so that the text depends on the surface alone.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
