using System.Net.Sockets;
using System.Text;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Warm = 3000;
    private const int Counted = 1000;
    private const int Rounds = 7;

    /// <summary>Kestrel's routing and our request id are in it; a buffer or a boxed tensor a request would not fit.</summary>
    private const long BytesPerRequest = 1024;

    /// <summary>Bytes of the image, and so the least of a record with it.</summary>
    private const int Pixels = 602112;

    [Fact]
    public async Task A_small_request_with_everything_on_allocates_little()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };
        socket.Connect("127.0.0.1", host.Client.BaseAddress!.Port);
        const string body = """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";
        byte[] request = Encoding.ASCII.GetBytes($"POST /v2/models/m/infer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        byte[] answer = new byte[8192];
        // The runtime's own background work falls into some of the rounds.
        Count(() => Ask(socket, request, answer), Warm, Counted)[0].ShouldBeLessThan(BytesPerRequest);
    }

    [Theory]
    [InlineData(LogPolicy.Buffered, Pixels / 4)]
    [InlineData(LogPolicy.Sampled, 2 * BytesPerRequest)]
    public async Task A_binary_image_allocates_no_more_than_a_small_request_and_when_it_is_logged_seldom_a_buffer(LogPolicy policy, long most)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Picture())) with { Log = new() { Policy = policy, Share = 1e-9 } });
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };
        socket.Connect("127.0.0.1", host.Client.BaseAddress!.Port);
        const string json = """{"inputs":[{"name":"pixels","shape":[1,3,224,224],"datatype":"FP32","parameters":{"binary_data_size":602112}}]}""";
        byte[] head = Encoding.ASCII.GetBytes($"POST /v2/models/m/infer HTTP/1.1\r\nHost: x\r\nInference-Header-Content-Length: {json.Length}\r\nContent-Length: {json.Length + 602112}\r\n\r\n{json}");
        byte[] request = [.. head, .. new byte[602112]];
        byte[] answer = new byte[8192];
        // The disk may be slower than this one client, and what waits for it is held: so each round begins when nothing waits.
        // Their middle, for one round in which the pool happened to have every buffer says nothing of the others.
        Count(() => Ask(socket, request, answer), Warm / 100, Counted / 50, () => host.Log.FlushAsync().GetAwaiter().GetResult())[Rounds / 2].ShouldBeLessThan(most);
    }

    /// <summary>Bytes a request in some rounds, the least first.</summary>
    private static long[] Count(Action ask, int warm, int counted, Action? before = null)
    {
        for (int i = 0; i < warm; i++) ask();

        long[] each = new long[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            before?.Invoke();
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < counted; i++) ask();
            each[round] = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / counted;
        }

        Array.Sort(each);
        TestContext.Current.SendDiagnosticMessage($"{string.Join(", ", each)} bytes a request");
        return each;
    }

    private static void Ask(Socket socket, byte[] request, byte[] answer)
    {
        socket.Send(request);
        int read = 0;
        do
        {
            int more = socket.Receive(answer, read, answer.Length - read, SocketFlags.None);
            read += more;
            if (more == 0 || !answer.AsSpan(9, 3).SequenceEqual("200"u8)) throw new InvalidOperationException(Encoding.UTF8.GetString(answer, 0, read));
        }
        while (!answer.AsSpan(0, read).EndsWith("]}]}"u8));
    }
}
