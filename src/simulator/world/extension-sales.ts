import type { WorldCore } from './core';
import { broadcasterOf, named } from './shapes';
import type { ChannelState, UserState } from './state';

/** Something that viewers buy in an extension. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly bits: number;
}

export interface Sale {
  readonly id: string;
  readonly extensionId: string;
  readonly channel: ChannelState;
  readonly user: UserState;
  readonly product: Product;
  readonly at: number;
}

/** What viewers buy with bits in extensions. Only the extension's own application gets to see it. */
export class ExtensionSales {
  readonly #core: WorldCore;
  readonly #sales: Sale[] = [];

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** Newest first. */
  of(extensionId: string): readonly Sale[] {
    return this.#sales.filter((sale) => sale.extensionId === extensionId);
  }

  /** A viewer pays. */
  buy(input: {
    readonly extensionId: string;
    readonly channel: string;
    readonly user: string;
    readonly product: Product;
  }): Sale {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    const user = core.userOf(input.user);
    const { extensionId, product } = input;
    const sale: Sale = { id: core.uuid(), extensionId, channel, user, product, at: core.now() };
    this.#sales.unshift(sale);
    channel.bitsTotals.set(user.id, (channel.bitsTotals.get(user.id) ?? 0) + product.bits);
    core.notify(
      'extension.bits_transaction.create',
      { extension_client_id: extensionId },
      {
        extension_client_id: extensionId,
        id: sale.id,
        ...broadcasterOf(channel),
        ...named('user', user),
        product: { name: product.name, bits: product.bits, sku: product.sku, in_development: false },
      },
    );
    return sale;
  }
}
