using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Outbound;

/// <summary>The server's side of NTLM version 2 over HTTP: one account, one challenge, one sign-in for each connection.</summary>
sealed class NtlmServer(string user, string password, string domain)
{
    static readonly byte[] Challenge = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];

    readonly ConcurrentDictionary<Stream, bool> signedIn = new();

    /// <summary>Calls that were answered.</summary>
    public int LetIn { get; private set; }

    /// <summary>Answers to the challenge that were wrong.</summary>
    public int Refused { get; private set; }

    public async Task AnswerAsync(LoopbackCall call, CancellationToken cancellationToken)
    {
        var sent = call.Head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Authorization: NTLM ", StringComparison.OrdinalIgnoreCase))?["Authorization: NTLM ".Length..];
        var message = sent is null ? [] : Convert.FromBase64String(sent);
        if (message.Length > 12 && message[8] == 3)
        {
            if (IsRight(message)) signedIn[call.Connection] = true;
            else Refused++;
        }

        if (signedIn.ContainsKey(call.Connection))
        {
            LetIn++;
            await call.AnswerAsync("200 OK", "Content-Type: text/plain; charset=utf-8\r\n", Encoding.UTF8.GetBytes("inne"));
        }
        else
        {
            var challenge = message.Length > 12 && message[8] == 1 ? $" {Convert.ToBase64String(ChallengeMessage())}" : "";
            await call.AnswerAsync("401 Unauthorized", $"WWW-Authenticate: NTLM{challenge}\r\n");
        }
    }

    // MS-NLMP is built on HMAC-MD5; a server that speaks it has no choice.
    /// <summary>NTOWFv2 of MS-NLMP.</summary>
    public static byte[] HashOf(string user, string password, string domain) =>
        HMACMD5.HashData(Md4(Encoding.Unicode.GetBytes(password)), Encoding.Unicode.GetBytes(user.ToUpperInvariant() + domain));

    bool IsRight(byte[] message)
    {
        var response = Field(message, 20);
        if (response.Length < 24 || Encoding.Unicode.GetString(Field(message, 36)) != user || Encoding.Unicode.GetString(Field(message, 28)) != domain) return false;

        byte[] answered = [.. Challenge, .. response[16..]];
        var proof = HMACMD5.HashData(HashOf(user, password, domain), answered);
        return proof.AsSpan().SequenceEqual(response.AsSpan(0, 16));
    }

    static byte[] Field(byte[] message, int at)
    {
        var (length, offset) = (BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(at)), (int)BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at + 4)));
        return message[offset..(offset + length)];
    }

    static byte[] ChallengeMessage()
    {
        var name = Encoding.Unicode.GetBytes("ECOS");
        using var info = new MemoryStream();
        void Pair(ushort id, byte[] value)
        {
            info.Write(BitConverter.GetBytes(id));
            info.Write(BitConverter.GetBytes((ushort)value.Length));
            info.Write(value);
        }

        Pair(2, name);
        Pair(1, name);
        Pair(4, Encoding.Unicode.GetBytes("ecos.example"));
        Pair(3, Encoding.Unicode.GetBytes("ecos.example"));
        Pair(7, BitConverter.GetBytes(new DateTime(2026, 3, 10, 8, 0, 0, DateTimeKind.Utc).ToFileTimeUtc()));
        Pair(0, []);
        var target = info.ToArray();

        const int Header = 56;
        var message = new byte[Header + name.Length + target.Length];
        "NTLMSSP\0"u8.CopyTo(message);
        message[8] = 2;
        Write(message, 12, name.Length, Header);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(20), 0xE28A8235);
        Challenge.CopyTo(message, 24);
        Write(message, 40, target.Length, Header + name.Length);
        new byte[] { 10, 0, 0x61, 0x4a, 0, 0, 0, 15 }.CopyTo(message, 48);
        name.CopyTo(message, Header);
        target.CopyTo(message, Header + name.Length);
        return message;
    }

    static void Write(byte[] message, int at, int length, int offset)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(at), (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(at + 2), (ushort)length);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(at + 4), (uint)offset);
    }

    /// <summary>RFC 1320; .NET has none, and NTLM has no other.</summary>
    public static byte[] Md4(byte[] input)
    {
        var padded = new byte[(input.Length + 8) / 64 * 64 + 64];
        input.CopyTo(padded, 0);
        padded[input.Length] = 0x80;
        BinaryPrimitives.WriteInt64LittleEndian(padded.AsSpan(padded.Length - 8), input.Length * 8L);
        uint[] state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        int[][] shifts = [[3, 7, 11, 19], [3, 5, 9, 13], [3, 9, 11, 15]];
        int[][] order = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15], [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15]];
        uint[] add = [0, 0x5a827999, 0x6ed9eba1];
        for (var block = 0; block < padded.Length; block += 64)
        {
            var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
            for (var step = 0; step < 48; step++)
            {
                var round = step / 16;
                var mixed = round switch { 0 => (b & c) | (~b & d), 1 => (b & c) | (b & d) | (c & d), _ => b ^ c ^ d };
                var word = BinaryPrimitives.ReadUInt32LittleEndian(padded.AsSpan(block + 4 * order[round][step % 16]));
                (a, b, c, d) = (d, BitOperations.RotateLeft(a + mixed + word + add[round], shifts[round][step % 4]), b, c);
            }

            state = [state[0] + a, state[1] + b, state[2] + c, state[3] + d];
        }

        var hash = new byte[16];
        for (var at = 0; at < 4; at++) BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(4 * at), state[at]);
        return hash;
    }
}
