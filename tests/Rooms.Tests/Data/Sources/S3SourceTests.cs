using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Projects;
using Cairn.Data;
using Cairn.Data.Sources;
using Cairn.Data.Sources.Kinds;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data.Sources;

public sealed class S3SourceTests
{
    private const string Access = "AKIAIOSFODNN7EXAMPLE", Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /// <summary>The worked examples of AWS's own description of the signature.</summary>
    [Theory]
    [InlineData("https://examplebucket.s3.amazonaws.com/test.txt", "bytes=0-9", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J", null, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    [InlineData("https://examplebucket.s3.amazonaws.com/?lifecycle", null, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    public void Requests_are_signed_as_the_worked_examples_are(string url, string? range, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (range is not null) request.Headers.TryAddWithoutValidation("Range", range);
        S3Signature.Of($"{Access}:{Secret}", "us-east-1").Sign(request, new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));
        request.Headers.GetValues("Authorization").Single().ShouldEndWith("Signature=" + signature);
    }

    [Theory]
    [InlineData("a:b", "a", "b", null)]
    [InlineData(" account:user:secret\n", "account:user", "secret", null)]
    [InlineData("a:b FwoGZX:IvYXdzE/+=\n", "a", "b", "FwoGZX:IvYXdzE/+=")]
    public void A_credential_is_parted_at_its_last_colon_and_a_token_stands_apart(string credential, string access, string secret, string? token)
        => S3Signature.Of(credential, "eu").ShouldBe(new S3Signature(access, secret, "eu", token));

    [Theory]
    [InlineData("secret")]
    [InlineData(":secret")]
    [InlineData("access:")]
    [InlineData("access:secret token more")]
    public void What_is_no_credential_is_told_without_its_text(string credential)
        => Should.Throw<UnusableSourceException>(() => S3Signature.Of(credential, "eu")).Message.ShouldBe("The secret of an object store is written ACCESS_KEY:SECRET_KEY, with the token of a session after it and a space.");

    [Fact]
    public async Task Objects_are_listed_page_by_page_and_brought_when_they_are_new()
    {
        var objects = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["in/a b.csv"] = "x\n1\n", ["in/c.csv"] = "x\n2\n3\n", ["in/deep/d.csv"] = "x\n4\n", ["in/e.txt"] = "?" };
        await using TestWeb web = await TestWeb.StartAsync((_, app) => Serve(app, objects));
        await using TestWorld world = await StartAsync($$"""
            project: flights
            data:
              trips: {from: "s3://lake/in/*.csv", every: new, endpoint: "{{web.Url}}", secret: LAKE}
              one: {from: "s3://lake/in/deep/d.csv", endpoint: "{{web.Url}}", secret: LAKE}
              none: {from: "s3://lake/in/z.csv", endpoint: "{{web.Url}}", secret: LAKE}
              wrong: {from: "s3://lake/in/deep/d.csv", endpoint: "{{web.Url}}"}
            """, TestWeb.Trusting);
        world.Get<TestSecrets>().Values["LAKE"] = $"{Access}:{Secret}";
        await world.AdvanceToAsync(1, 1);
        await world.AdvanceToAsync(1, 2);
        (await world.KnownAsync()).Select(v => (v.Partition, v.Rows)).ShouldBe([("a b", 1), ("c", 2)]);
        objects["in/c.csv"] = "x\n2\n3\n5\n";
        await world.AdvanceToAsync(1, 3);
        (await world.KnownAsync()).Select(v => (v.Partition, v.Rows)).ShouldBe([("a b", 1), ("c", 3)]);
        (await world.ArrivalsAsync()).Count.ShouldBe(3);
        (await world.IngestAsync(source: "one")).Rows.ShouldBe(1);
        (await world.IngestAsync(source: "none")).State.ShouldBe(ArrivalState.Missing);
        (await world.IngestAsync(source: "wrong")).Reason!.ShouldContain("refuses the credential");
    }

    [Theory]
    [InlineData(null, "path", "https://s3.us-east-1.amazonaws.com/lake/in/a%20b.csv", "https://s3.us-east-1.amazonaws.com/lake?list-type=2")]
    [InlineData(null, "virtual", "https://lake.s3.us-east-1.amazonaws.com/in/a%20b.csv", "https://lake.s3.us-east-1.amazonaws.com/?list-type=2")]
    [InlineData("http://objects.lan:9000", "virtual", "http://lake.objects.lan:9000/in/a%20b.csv", "http://lake.objects.lan:9000/?list-type=2")]
    public void The_bucket_stands_in_the_path_or_in_front_of_the_host(string? endpoint, string addressing, string ofObject, string ofList)
    {
        var source = new DataSource("d", "s3://lake/in/*.csv") { Endpoint = endpoint, Addressing = Enum.Parse<BucketAddressing>(addressing, ignoreCase: true) };
        S3Address.Of(source, "lake", "/in/a%20b.csv", "").AbsoluteUri.ShouldBe(ofObject);
        S3Address.Of(source, "lake", "", "list-type=2").AbsoluteUri.ShouldBe(ofList);
    }

    [Fact]
    public async Task Buckets_in_front_of_the_host_and_keys_of_a_session_are_served()
    {
        const string Token = "FwoGZXIvYXdzE/+=";
        var objects = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["in/a.csv"] = "x\n1\n", ["in/b.csv"] = "x\n2\n3\n", ["in/c.csv"] = "x\n4\n" };
        await using TestWeb web = await TestWeb.StartAsync((_, app) => Serve(app, objects, "lake.localhost", Token));
        string endpoint = web.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using TestWorld world = await StartAsync($$"""
            project: flights
            data:
              trips: {from: "s3://lake/in/*.csv", endpoint: "{{endpoint}}", addressing: virtual, secret: LAKE}
              over: {from: "s3://lake/in/*.csv", endpoint: "{{endpoint}}", addressing: virtual, secret: OVER}
            """, new DataOptions { Hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "lake.localhost" }, Resolve = (host, _) => Task.FromResult<IPAddress[]>(host == "lake.localhost" ? [IPAddress.Loopback] : []) });
        world.Get<TestSecrets>().Values["LAKE"] = $"{Access}:{Secret} {Token}";
        world.Get<TestSecrets>().Values["OVER"] = $"{Access}:{Secret}";
        Arrival all = await world.IngestAsync();
        (all.State, all.Rows).ShouldBe((ArrivalState.Accepted, 4), all.Reason);
        web.Asked.ShouldAllBe(a => a.Host == new Uri(endpoint).Authority.Replace("localhost", "lake.localhost", StringComparison.Ordinal) && a.Authorization.ToString().Contains("x-amz-date;x-amz-security-token,", StringComparison.Ordinal));
        (await world.IngestAsync(source: "over")).Reason!.ShouldContain("refuses the credential");
    }

    // Two keys a page, and nothing without a signature that is right.
    private static void Serve(WebApplication app, SortedDictionary<string, string> objects, string? host = null, string? session = null)
    {
        // The bucket is in front of the host, or else the first part of the path.
        RouteGroupBuilder bucket = app.MapGroup(host is null ? "/lake" : "");
        if (host is not null) bucket.RequireHost(host);
        bool IsSigned(HttpRequest asked) => S3SourceTests.IsSigned(asked, session);
        bucket.MapGet("/", (HttpContext http, string prefix, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "continuation-token")] string? token) =>
        {
            if (!IsSigned(http.Request)) return Results.StatusCode(403);
            string[] keys = [.. objects.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(k, token ?? "") > 0)];
            string contents = string.Concat(keys.Take(2).Select(k => $"<Contents><Key>{k}</Key><Size>{objects[k].Length}</Size><ETag>&quot;{Tag(objects[k])}&quot;</ETag></Contents>"));
            string more = keys.Length > 2 ? $"<IsTruncated>true</IsTruncated><NextContinuationToken>{keys[1]}</NextContinuationToken>" : "<IsTruncated>false</IsTruncated>";
            return Results.Text($"<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{contents}{more}</ListBucketResult>", "application/xml");
        });
        bucket.MapGet("/{**key}", (HttpContext http, string key) =>
        {
            if (!IsSigned(http.Request)) return Results.StatusCode(403);
            http.Response.Headers.ETag = $"\"{Tag(objects[key])}\"";
            return Results.Text(objects[key]);
        });
    }

    private static bool IsSigned(HttpRequest asked, string? session)
    {
        if (asked.Headers["x-amz-security-token"].FirstOrDefault() != session) return false;
        using var same = new HttpRequestMessage(HttpMethod.Get, $"http://{asked.Host}{asked.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget}");
        if (!DateTimeOffset.TryParseExact(asked.Headers["x-amz-date"], "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal, out DateTimeOffset time)) return false;
        S3Signature.Of($"{Access}:{Secret} {session}", "us-east-1").Sign(same, time);
        return same.Headers.GetValues("Authorization").Single() == asked.Headers.Authorization;
    }

    private static string Tag(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
